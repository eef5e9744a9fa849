<h1>{{t:organisations.organisations}}</h1>
<p class="quiet">{{t:organisations.why}}</p>
{{#has_delegations}}
<section aria-labelledby="mine">
  <h2 id="mine">{{t:organisations.mine}}</h2>
  <ul class="rows">
  {{#delegations}}
    <li class="row">
      <h3>{{#organisation}}<a href="/c/{{community.slug}}/o/{{id}}">{{name}}</a>{{/organisation}}</h3>
      <p class="quiet">{{#state=asked}}{{t:organisations.you_are_asked}}{{/state=asked}}{{#state=speaks}}{{t:organisations.you_speak}}{{/state=speaks}}</p>
    </li>
  {{/delegations}}
  </ul>
</section>
{{/has_delegations}}
{{#has_organisations}}
<ul class="rows">
{{#organisations}}
  <li class="row">
    <h3><a href="/c/{{community.slug}}/o/{{id}}">{{name}}</a></h3>
    <p class="quiet">{{>parts/organisation_kind}}{{#departement}} · {{code:departement}}{{/departement}}{{#verified}} {{>parts/badge look=good label=organisations.verified}}{{/verified}}</p>
  </li>
{{/organisations}}
</ul>
{{>parts/pager}}
<p><a class="button second" href="{{page.make}}">{{t:organisations.make}}</a></p>
{{/has_organisations}}
{{^has_organisations}}
{{>parts/empty says=organisations.none to=page.make label=organisations.make}}
{{/has_organisations}}
