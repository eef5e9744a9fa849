<form method="post" action="{{ad.address}}/$(act)">
  {{>parts/csrf}}
  <button class="button $(look)">{{t:$(label)}}</button>
</form>
