{{#pictures}}
<figure class="picture">
  <a href="{{large}}"><img src="{{medium}}" srcset="{{set}}" sizes="(min-width: 40rem) 38rem, 100vw" width="{{width}}" height="{{height}}" alt="{{#alternative}}{{alternative}}{{/alternative}}{{^alternative}}{{t:forum.picture_undescribed}}{{/alternative}}" loading="lazy" decoding="async"></a>
</figure>
{{/pictures}}
{{#has_documents}}
<ul class="documents">
  {{#documents}}
  <li><a href="{{address}}" download>{{#name}}{{name}}{{/name}}{{^name}}{{t:forum.file_unnamed}}{{/name}}</a> <span class="quiet">{{t:forum.document_size kilobytes=kilobytes}}</span></li>
  {{/documents}}
</ul>
{{/has_documents}}
