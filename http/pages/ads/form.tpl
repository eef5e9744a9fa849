<h1>{{#ad.id}}{{t:ads.edit_ad}}{{/ad.id}}{{^ad.id}}{{t:ads.publish}}{{/ad.id}}</h1>
<p class="quiet">{{#ad}}{{>parts/ad_kind}} · {{#party=person}}{{t:ads.as_person}}{{/party=person}}{{#party=structure}}{{t:ads.as_structure}}{{/party=structure}}{{/ad}}</p>
{{>parts/problem}}
{{#page.changed}}
<p><a href="{{ad.back}}">{{t:ads.see_changed}}</a></p>
{{/page.changed}}
{{#page.has_alike}}
{{>parts/ad_alike}}
{{/page.has_alike}}
{{#form}}
{{>parts/preview}}
{{/form}}
<form method="post" enctype="multipart/form-data" action="{{ad.action}}">
  {{>parts/csrf}}
  {{#ad.id}}
  <input type="hidden" name="version" value="{{ad.version}}">
  {{/ad.id}}
  {{^ad.id}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  {{/ad.id}}
  {{>parts/speaks_for}}
  {{#fields.needed}}
  {{>parts/ad_field}}
  {{/fields.needed}}
  <details{{#problem}} open{{/problem}}>
    <summary class="act">{{t:ads.more}}</summary>
    {{#fields.others}}
    {{>parts/ad_field}}
    {{/fields.others}}
    {{>parts/attach}}
  </details>
  <button>{{#ad.id}}{{t:forum.save}}{{/ad.id}}{{^ad.id}}{{t:ads.do_publish}}{{/ad.id}}</button>
  {{#page.may_draft}}
  <button class="button second" name="draft" value="true" formnovalidate>{{t:ads.keep_draft}}</button>
  {{/page.may_draft}}
  {{>parts/preview_button}}
  {{#ad.back}}
  <a href="{{ad.back}}">{{t:forum.leave_unchanged}}</a>
  {{/ad.back}}
</form>
