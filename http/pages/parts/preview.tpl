{{#preview_html}}
<section class="preview" aria-labelledby="preview">
  <h3 id="preview">{{t:forum.preview}}</h3>
  <p class="quiet">{{t:forum.preview_says}}</p>
  <div class="prose" lang="{{community.language}}">
{{html:preview_html}}
  </div>
</section>
{{/preview_html}}
