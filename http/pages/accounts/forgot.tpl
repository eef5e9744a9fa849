<h1>{{t:accounts.forgot}}</h1>
<p>{{t:accounts.forgot_why}}</p>
{{>parts/problem}}
<form method="post" action="/forgot">
  {{>parts/csrf}}
  {{>parts/field name=email label=accounts.email type=email autocomplete=username}}
  <button>{{t:accounts.do_forgot}}</button>
</form>
<p><a href="/sign-in">{{t:accounts.sign_in}}</a></p>
