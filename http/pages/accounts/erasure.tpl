<h1>{{t:accounts.erase}}</h1>
<p>{{t:accounts.erase_means}}</p>
<p>{{t:accounts.erase_or_leave}}</p>
{{>parts/problem}}
<form method="post" action="/account/erasure">
  {{>parts/csrf}}
  {{>parts/field name=password label=accounts.password type=password autocomplete=current-password}}
  <button class="risky">{{t:accounts.do_erase}}</button>
  <a href="/account">{{t:forum.leave_unchanged}}</a>
</form>
