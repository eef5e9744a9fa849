<form method="post" action="/account/confirmation">
  {{>parts/csrf}}
  <button>{{t:accounts.send_again}}</button>
</form>
