{{! A text with all that belongs to it: how it is marked up, what it becomes. }}
<div class="composer">
  {{>parts/text_field label=$(label) rows=$(rows)}}
  {{#preview_html}}
  <section class="preview" aria-label="{{t:forum.preview}}">
    <div class="prose">
{{html:preview_html}}
    </div>
  </section>
  {{/preview_html}}
</div>
