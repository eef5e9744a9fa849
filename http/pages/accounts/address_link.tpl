<h1>{{t:accounts.change_address}}</h1>
<p>{{t:accounts.address_link_why}}</p>
{{>parts/problem}}
<form method="post" action="/account/address/{{form.token}}">
  {{>parts/csrf}}
  <button>{{t:accounts.do_change_address}}</button>
</form>
