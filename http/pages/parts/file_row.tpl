<div class="field">
  <label for="file-{{row}}">{{t:forum.file number=row}}</label>
  <input id="file-{{row}}" name="file-{{row}}" type="file" accept="image/jpeg,image/png,image/webp,application/pdf" aria-describedby="files-hint">
  <label for="alternative-{{row}}">{{t:forum.alternative}}</label>
  <input id="alternative-{{row}}" name="alternative-{{row}}" type="text" value="{{said}}" maxlength="1000" autocomplete="off">
</div>
