<h1>{{t:organisations.audit_of name=about.name}}</h1>
<p class="quiet">{{t:organisations.audit_why}}</p>
{{#has_acts}}
<ul class="rows">
{{#acts}}
  <li class="row">
    <p>{{#members[member]}}{{>parts/author}}{{/members[member]}} · {{#thread}}<a href="/c/{{community.slug}}/t/{{thread}}">{{t:organisations.see_thread}}</a>{{/thread}}{{#ad}}<a href="/c/{{community.slug}}/ads/{{ad}}">{{t:messages.see_ad}}</a>{{/ad}} <span class="quiet">{{time:time}}</span></p>
  </li>
{{/acts}}
</ul>
{{>parts/pager}}
{{/has_acts}}
{{^has_acts}}
<p>{{t:organisations.no_acts}}</p>
{{/has_acts}}
<p><a href="/c/{{community.slug}}/o/{{about.id}}">{{about.name}}</a></p>
