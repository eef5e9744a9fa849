{{! What would be here, and the first act, where there is one: `to` is the path of its address in the document. }}
<div class="empty">
  <p>{{t:$(says)}}</p>
  {{#$(to)}}
  <p><a class="button" href="{{$(to)}}">{{t:$(label)}}</a></p>
  {{/$(to)}}
</div>
