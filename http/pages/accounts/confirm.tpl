<h1>{{t:accounts.confirm}}</h1>
<p>{{t:accounts.confirm_why}}</p>
{{>parts/problem}}
<form method="post" action="/confirm/{{form.token}}">
  {{>parts/csrf}}
  <button>{{t:accounts.do_confirm}}</button>
</form>
