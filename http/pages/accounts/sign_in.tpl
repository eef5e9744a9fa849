<h1>{{t:accounts.sign_in}}</h1>
{{>parts/problem}}
<form method="post" action="/sign-in">
  {{>parts/csrf}}
  <input type="hidden" name="next" value="{{form.next}}">
  {{>parts/field name=email label=accounts.email type=email autocomplete=username}}
  {{>parts/field name=password label=accounts.password type=password autocomplete=current-password}}
  <button>{{t:accounts.do_sign_in}}</button>
</form>
<p><a href="/forgot">{{t:accounts.forgot}}</a></p>
<p>{{t:accounts.no_account}} <a href="/register?next={{page.next}}">{{t:accounts.register}}</a></p>
