<h1>{{t:accounts.change_password}}</h1>
<p>{{t:accounts.change_password_why}}</p>
{{>parts/problem}}
<form method="post" action="/account/password">
  {{>parts/csrf}}
  {{>parts/field name=password label=accounts.password type=password autocomplete=current-password}}
  {{>parts/field_with_hint name=new_password label=accounts.new_password hint=accounts.password_hint type=password autocomplete=new-password}}
  <button>{{t:accounts.do_reset}}</button>
  <a href="/account">{{t:forum.leave_unchanged}}</a>
</form>
