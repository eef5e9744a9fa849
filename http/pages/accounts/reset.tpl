<h1>{{t:accounts.reset}}</h1>
<p>{{t:accounts.reset_why}}</p>
{{>parts/problem}}
<form method="post" action="/reset/{{form.token}}">
  {{>parts/csrf}}
  {{>parts/field_with_hint name=password label=accounts.new_password hint=accounts.password_hint type=password autocomplete=new-password}}
  <button>{{t:accounts.do_reset}}</button>
</form>
