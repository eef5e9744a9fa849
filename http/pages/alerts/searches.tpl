<h1>{{t:alerts.searches}}</h1>
<p class="quiet">{{t:alerts.why}}</p>
{{>parts/undo says=alerts.dropped}}
{{#has_searches}}
<ul class="rows">
{{#saved_searches}}
  <li class="row">
    <h2>{{#q}}« {{q}} »{{/q}}{{^q}}{{#kind}}{{>parts/ad_kind}}{{/kind}}{{^kind}}{{t:alerts.any_ad}}{{/kind}}{{/q}}</h2>
    <p class="quiet">{{#q}}{{#kind}}{{>parts/ad_kind}} · {{/kind}}{{/q}}{{#trade}}{{code:trade}} · {{/trade}}{{#departement}}{{code:departement}} · {{/departement}}{{#region}}{{code:region}} · {{/region}}{{#contract}}{{code:contract}} · {{/contract}}{{#radius_km}}{{t:alerts.around count=radius_km place=around}} · {{/radius_km}}{{#price_least}}{{t:alerts.price_from amount=price_least}} · {{/price_least}}{{#price_most}}{{t:alerts.price_to amount=price_most}} · {{/price_most}}{{#surface_least}}{{t:alerts.surface_from amount=surface_least}} · {{/surface_least}}{{#surface_most}}{{t:alerts.surface_to amount=surface_most}} · {{/surface_most}}{{t:alerts.saved}} {{date:created}}</p>
    <form method="post" action="/c/{{community.slug}}/saved-searches/drop">
      {{>parts/csrf}}
      <input type="hidden" name="search" value="{{id}}">
      <button class="act">{{t:alerts.drop}}</button>
    </form>
  </li>
{{/saved_searches}}
</ul>
{{/has_searches}}
{{^has_searches}}
<p class="empty">{{t:alerts.none}}</p>
{{/has_searches}}
<section aria-labelledby="another">
  <h2 id="another">{{t:alerts.save}}</h2>
  {{>parts/problem}}
  <form method="post" action="/c/{{community.slug}}/saved-searches">
    {{>parts/csrf}}
    <input type="hidden" name="idempotency_key" value="{{page.key}}">
    {{>parts/optional_field name=q label=alerts.words mode=text}}
    <p class="field">
      <label for="kind">{{t:alerts.kind}}</label>
      <select id="kind" name="kind">
        <option value="">{{t:alerts.any_ad}}</option>
        {{#kinds}}
        <option value="{{kind}}"{{#chosen}} selected{{/chosen}}>{{>parts/ad_kind}}</option>
        {{/kinds}}
      </select>
    </p>
    {{>parts/choice name=trade label=members.trade}}
    {{>parts/choice name=departement label=members.departement}}
    {{>parts/choice name=region label=alerts.region}}
    {{>parts/choice name=contract label=alerts.contract}}
    {{>parts/optional_field name=near label=alerts.near mode=text}}
    {{>parts/optional_field name=radius_km label=alerts.radius mode=numeric}}
    {{>parts/optional_field name=price_least label=alerts.price_least mode=numeric}}
    {{>parts/optional_field name=price_most label=alerts.price_most mode=numeric}}
    {{>parts/optional_field name=surface_least label=alerts.surface_least mode=numeric}}
    {{>parts/optional_field name=surface_most label=alerts.surface_most mode=numeric}}
    <button>{{t:alerts.do_save}}</button>
  </form>
</section>
