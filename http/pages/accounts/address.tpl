<h1>{{t:accounts.change_address}}</h1>
<p>{{t:accounts.change_address_why}}</p>
{{>parts/problem}}
<form method="post" action="/account/address">
  {{>parts/csrf}}
  {{>parts/field name=email label=accounts.new_address type=email autocomplete=email}}
  {{>parts/field name=password label=accounts.password type=password autocomplete=current-password}}
  <button>{{t:accounts.ask_address}}</button>
  <a href="/account">{{t:forum.leave_unchanged}}</a>
</form>
