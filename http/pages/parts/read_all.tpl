<form method="post" action="/c/{{community.slug}}/read">
  {{>parts/csrf}}
  {{#space}}
  <input type="hidden" name="space" value="{{id}}">
  {{/space}}
  <button class="act">{{t:forum.mark_all_read}}</button>
</form>
