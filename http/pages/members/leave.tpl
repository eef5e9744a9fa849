<h1>{{t:members.leave_named name=community.name}}</h1>
<h2>{{t:members.leave}}</h2>
<p>{{t:members.leave_means}}</p>
<form method="post" action="/c/{{community.slug}}/leave">
  {{>parts/csrf}}
  <button class="risky">{{t:members.do_leave}}</button>
</form>
<h2>{{t:members.erase}}</h2>
<p>{{t:members.erase_means}}</p>
<form method="post" action="/c/{{community.slug}}/erase">
  {{>parts/csrf}}
  <button class="risky">{{t:members.do_erase}}</button>
</form>
<p><a href="/c/{{community.slug}}/m/{{viewer.member}}">{{t:members.stay}}</a></p>
