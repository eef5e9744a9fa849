<h1>{{t:members.claim}}</h1>
<p>{{t:members.claim_why name=community.name}}</p>
<form method="post" action="/c/{{community.slug}}/claim/{{form.id}}/{{form.token}}">
  {{>parts/csrf}}
  <button>{{t:members.do_claim}}</button>
</form>
