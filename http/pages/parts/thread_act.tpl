<form method="post" action="/c/{{community.slug}}/$(act)/{{thread.id}}">
  {{>parts/csrf}}
  <input type="hidden" name="thread" value="{{thread.id}}">
  <button class="act">{{t:$(label)}}</button>
</form>
