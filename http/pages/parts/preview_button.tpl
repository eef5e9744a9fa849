<button class="act" name="preview" value="yes">{{t:forum.show_preview}}</button>
