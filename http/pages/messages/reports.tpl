<h1>{{t:messages.reports}}</h1>
<p class="quiet">{{t:messages.reports_why}}</p>
{{#has_reports}}
{{#reports}}
<article class="post">
  <header class="by">
    <p class="author">{{#members[author]}}{{>parts/author}}{{/members[author]}}</p>
    <p class="when">{{t:messages.reported_by}} {{#members[by]}}{{>parts/author}}{{/members[by]}} · {{time:reported}}</p>
  </header>
  <p><strong>{{#reason=unwanted}}{{t:messages.reasons.unwanted}}{{/reason=unwanted}}{{#reason=insulting}}{{t:messages.reasons.insulting}}{{/reason=insulting}}{{#reason=fraud}}{{t:messages.reasons.fraud}}{{/reason=fraud}}{{#reason=unlawful}}{{t:messages.reasons.unlawful}}{{/reason=unlawful}}{{#reason=other}}{{t:messages.reasons.other}}{{/reason=other}}</strong>{{#note}} · {{note}}{{/note}}</p>
  {{#state=shown}}
  <div class="prose">
{{html:body_html}}
  </div>
  {{/state=shown}}
  {{#state=erased}}
  <p class="quiet">{{t:messages.erased}}</p>
  {{/state=erased}}
</article>
{{/reports}}
{{>parts/pager}}
{{/has_reports}}
{{^has_reports}}
<p>{{t:messages.no_reports}}</p>
{{/has_reports}}
