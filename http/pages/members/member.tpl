<h1>{{#member}}{{>parts/who}}{{/member}}</h1>
<dl class="facts">
  {{#member.trade}}
  <div><dt>{{t:members.trade}}</dt><dd>{{code:member.trade}}</dd></div>
  {{/member.trade}}
  {{#member.specialty}}
  <div><dt>{{t:members.specialty}}</dt><dd>{{code:member.specialty}}</dd></div>
  {{/member.specialty}}
  {{#member.status}}
  <div><dt>{{t:members.status}}</dt><dd>{{code:member.status}}</dd></div>
  {{/member.status}}
  {{#member.departement}}
  <div><dt>{{t:members.departement}}</dt><dd>{{code:member.departement}}</dd></div>
  {{/member.departement}}
  {{#member.roles}}
  <div><dt>{{t:members.role}}</dt><dd>{{#.=manager}}{{t:members.roles.manager}}{{/.=manager}}{{#.=moderator}}{{t:members.roles.moderator}}{{/.=moderator}}</dd></div>
  {{/member.roles}}
  {{#member.joined}}
  <div><dt>{{t:members.joined}}</dt><dd>{{date:member.joined}}</dd></div>
  {{/member.joined}}
  <div><dt>{{t:members.contributions}}</dt><dd>{{number:member.contributions}}</dd></div>
</dl>
{{#page.may_follow}}
<form method="post" action="/c/{{community.slug}}/{{#viewer.following}}unfollow{{/viewer.following}}{{^viewer.following}}follow{{/viewer.following}}-member/{{member.id}}">
  {{>parts/csrf}}
  <button class="act">{{#viewer.following}}{{t:members.unfollow}}{{/viewer.following}}{{^viewer.following}}{{t:members.follow}}{{/viewer.following}}</button>
</form>
{{/page.may_follow}}
{{#page.own}}
<p><a class="button" href="/c/{{community.slug}}/profile">{{t:members.edit_profile}}</a></p>
<p><a href="/c/{{community.slug}}/leave">{{t:members.leave}}</a></p>
{{/page.own}}
{{#page.offered}}
<p role="status">{{t:members.claim_offered}}</p>
{{/page.offered}}
{{#viewer.may.offer_claim}}
<details class="comment-form"{{#problem}} open{{/problem}}>
  <summary class="act">{{t:members.offer_claim}}</summary>
  <form method="post" action="/c/{{community.slug}}/m/{{member.id}}/claim">
    {{>parts/csrf}}
    <p>{{t:members.offer_claim_why}}</p>
    {{>parts/field name=email label=accounts.email type=email autocomplete=off}}
    <button>{{t:members.do_offer_claim}}</button>
  </form>
</details>
{{/viewer.may.offer_claim}}
{{#member.bio_html}}
<div class="prose">
{{html:member.bio_html}}
</div>
{{/member.bio_html}}
