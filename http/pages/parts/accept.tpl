<form method="post" action="/c/{{community.slug}}/$(act)/{{thread.id}}">
  {{>parts/csrf}}
  {{>parts/place}}
  <input type="hidden" name="post" value="{{id}}">
  <button class="act">{{t:$(label)}}</button>
</form>
