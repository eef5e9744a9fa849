<h1>{{about.name}}</h1>
{{#about.verified}}
<p>{{>parts/badge look=good label=organisations.verified}}</p>
{{/about.verified}}
<dl class="facts">
  <div><dt>{{t:organisations.kind}}</dt><dd>{{#about}}{{>parts/organisation_kind}}{{/about}}</dd></div>
  {{#about.departement}}
  <div><dt>{{t:members.departement}}</dt><dd>{{code:about.departement}}</dd></div>
  {{/about.departement}}
  <div><dt>{{t:organisations.since}}</dt><dd>{{date:about.created}}</dd></div>
</dl>
{{#viewer.state=asked}}
<form method="post" action="/c/{{community.slug}}/o/{{about.id}}/join">
  {{>parts/csrf}}
  <p>{{t:organisations.asked_means}}</p>
  {{>parts/button look=first label=organisations.do_join}}
</form>
{{/viewer.state=asked}}
{{#viewer.may.verify}}
<form method="post" action="/c/{{community.slug}}/o/{{about.id}}/{{#about.verified}}unverify{{/about.verified}}{{^about.verified}}verify{{/about.verified}}">
  {{>parts/csrf}}
  <button class="act">{{#about.verified}}{{t:organisations.unverify}}{{/about.verified}}{{^about.verified}}{{t:organisations.verify}}{{/about.verified}}</button>
</form>
{{/viewer.may.verify}}
{{#viewer.may.edit}}
<p><a href="/c/{{community.slug}}/o/{{about.id}}/edit">{{t:organisations.edit}}</a></p>
{{/viewer.may.edit}}
{{#viewer.may.audit}}
<p><a href="/c/{{community.slug}}/o/{{about.id}}/audit">{{t:organisations.audit}}</a></p>
{{/viewer.may.audit}}
{{#delegates}}
<section aria-labelledby="delegates">
  <h2 id="delegates">{{t:organisations.delegates}}</h2>
  <p class="quiet">{{t:organisations.delegates_why}}</p>
  <ul class="rows">
  {{#list}}
    <li class="row">
      <p>{{#members[member]}}{{>parts/author}}{{/members[member]}}{{#state=asked}} <span class="quiet">{{t:organisations.asked}}</span>{{/state=asked}}</p>
      {{#viewer.may.edit}}
      <details class="comment-form">
        <summary class="act risky">{{t:organisations.remove}}</summary>
        <form method="post" action="/c/{{community.slug}}/o/{{about.id}}/remove-delegate">
          {{>parts/csrf}}
          <input type="hidden" name="member" value="{{member}}">
          {{>parts/confirm means=organisations.remove_means label=organisations.do_remove}}
        </form>
      </details>
      {{/viewer.may.edit}}
    </li>
  {{/list}}
  </ul>
  {{#viewer.may.edit}}
  <form method="get" action="/c/{{community.slug}}/o/{{about.id}}#delegates">
    {{>parts/field_with_hint name=name label=organisations.find hint=organisations.find_hint type=text autocomplete=off}}
    {{>parts/button look=second label=organisations.do_find}}
  </form>
  {{#page.asked}}
  {{#page.found}}
  <ul class="rows">
  {{#candidates}}
    <li class="row">
      <form method="post" action="/c/{{community.slug}}/o/{{about.id}}/invite">
        {{>parts/csrf}}
        <input type="hidden" name="member" value="{{id}}">
        <p>{{name}}{{#trade}}, {{code:trade}}{{/trade}} <button class="act">{{t:organisations.invite}}</button></p>
      </form>
    </li>
  {{/candidates}}
  </ul>
  {{/page.found}}
  {{^page.found}}
  <p role="status">{{t:organisations.nobody}}</p>
  {{/page.found}}
  {{/page.asked}}
  {{/viewer.may.edit}}
</section>
{{/delegates}}
