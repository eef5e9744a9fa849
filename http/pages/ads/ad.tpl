<h1 lang="{{ad.language}}">{{ad.title}}</h1>
{{#ad}}
<p class="quiet">{{^state=published}}{{>parts/ad_state}} · {{/state=published}}{{>parts/ad_kind}}{{#where}} · {{where}}{{/where}} · {{#structure}}{{structure}}{{/structure}}{{^structure}}{{#hides_name}}{{>parts/ad_author}}{{/hides_name}}{{^hides_name}}{{#members[author]}}{{>parts/author}}{{/members[author]}}{{/hides_name}}{{/structure}} · {{#published}}{{time:published}}{{/published}}{{^published}}{{time:created}}{{/published}}</p>
{{#expires}}
<p class="quiet">{{t:ads.until}} {{date:expires}}</p>
{{/expires}}
{{/ad}}
{{#refusal}}
<div class="problem">
  <p><strong>{{t:ads.was_refused}}</strong> {{>parts/ad_refusal}}</p>
  {{#note}}
  <p>{{note}}</p>
  {{/note}}
</div>
{{/refusal}}
{{#page.has_alike}}
{{>parts/ad_alike}}
{{/page.has_alike}}
{{#ad.has_facts}}
<dl class="facts">
  {{#ad.facts}}
  <div><dt>{{label}}</dt><dd>{{value}}</dd></div>
  {{/ad.facts}}
</dl>
{{/ad.has_facts}}
<div class="prose" lang="{{ad.language}}">
{{html:body_html}}
</div>
{{#ad}}
{{>parts/files}}
{{/ad}}
{{#ad.published}}
<div class="acts">
  {{#viewer.may.like}}
  <form method="post" action="{{ad.address}}/{{#viewer.liked}}unlike{{/viewer.liked}}{{^viewer.liked}}like{{/viewer.liked}}">
    {{>parts/csrf}}
    <button class="act" aria-pressed="{{#viewer.liked}}true{{/viewer.liked}}{{^viewer.liked}}false{{/viewer.liked}}" title="{{#viewer.liked}}{{t:forum.take_thanks_back}}{{/viewer.liked}}{{^viewer.liked}}{{t:ads.thank}}{{/viewer.liked}}">{{t:forum.thanks count=ad.likes}}</button>
  </form>
  {{/viewer.may.like}}
  {{^viewer.may.like}}
  <span class="score">{{t:forum.score count=ad.likes}}</span>
  {{/viewer.may.like}}
</div>
{{/ad.published}}
{{#viewer.may.like}}
{{>parts/share}}
{{/viewer.may.like}}
{{#viewer.member}}
<form method="post" action="/c/{{community.slug}}/ads/visit" hidden>{{>parts/csrf}}</form>
<div class="buttons">
  {{#viewer.may.report}}
  <a class="button" href="{{ad.address}}/contact">{{t:messages.contact}}</a>
  {{/viewer.may.report}}
  {{#viewer.may.approve}}
  {{>parts/ad_act act=approve label=ads.approve look=first}}
  {{/viewer.may.approve}}
  {{#viewer.may.renew}}
  {{>parts/ad_act act=renew label=ads.renew look=first}}
  {{/viewer.may.renew}}
  {{#viewer.may.edit}}
  <a class="button second" href="{{ad.address}}/edit">{{t:ads.edit}}</a>
  {{/viewer.may.edit}}
  {{#viewer.may.fill}}
  {{>parts/ad_act act=fill label=ads.fill look=second}}
  {{/viewer.may.fill}}
  {{#viewer.may.withdraw}}
  {{>parts/ad_act act=withdraw label=ads.withdraw look=second}}
  {{/viewer.may.withdraw}}
  {{#viewer.kept}}
  {{>parts/ad_act act=let-go label=ads.let_go look=second}}
  {{/viewer.kept}}
  {{^viewer.kept}}
  {{>parts/ad_act act=keep label=ads.keep look=second}}
  {{/viewer.kept}}
</div>
{{#viewer.may.refuse}}
<details class="comment-form">
  <summary class="act risky">{{t:ads.refuse}}</summary>
  <form method="post" action="{{ad.address}}/refuse">
    {{>parts/csrf}}
    <p class="field">
      <label for="reason">{{t:ads.why}}</label>
      <select id="reason" name="reason">
        <option value="off-topic">{{t:ads.refusal.off-topic}}</option>
        <option value="incomplete">{{t:ads.refusal.incomplete}}</option>
        <option value="duplicate">{{t:ads.refusal.duplicate}}</option>
        <option value="unlawful">{{t:ads.refusal.unlawful}}</option>
        <option value="other">{{t:ads.refusal.other}}</option>
      </select>
    </p>
    <p class="field">
      <label for="note">{{t:ads.to_author}}</label>
      <textarea id="note" name="note" rows="3" maxlength="500"></textarea>
    </p>
    <button class="button risky">{{t:ads.refuse}}</button>
  </form>
</details>
{{/viewer.may.refuse}}
{{#viewer.may.report}}
<details class="comment-form">
  <summary class="act">{{t:ads.report}}</summary>
  <form method="post" action="{{ad.address}}/report">
    {{>parts/csrf}}
    <p class="field">
      <label for="report-reason">{{t:ads.what_is_wrong}}</label>
      <select id="report-reason" name="reason">
        <option value="outdated">{{t:ads.reported.outdated}}</option>
        <option value="spam">{{t:ads.reported.spam}}</option>
        <option value="fraud">{{t:ads.reported.fraud}}</option>
        <option value="discrimination">{{t:ads.reported.discrimination}}</option>
        <option value="other">{{t:ads.reported.other}}</option>
      </select>
    </p>
    <p class="field">
      <label for="report-note">{{t:ads.to_moderators}}</label>
      <textarea id="report-note" name="note" rows="3" maxlength="500"></textarea>
    </p>
    <button class="button second">{{t:ads.do_report}}</button>
  </form>
</details>
{{/viewer.may.report}}
{{#viewer.may.remove}}
<details class="comment-form">
  <summary class="act risky">{{t:ads.remove}}</summary>
  <form method="post" action="{{ad.address}}/remove">
    {{>parts/csrf}}
    {{>parts/confirm means=ads.remove_means label=ads.do_remove}}
  </form>
</details>
{{/viewer.may.remove}}
{{/viewer.member}}
{{^viewer.member}}
<p><a class="button" href="/c/{{community.slug}}/join{{#page.via}}?via={{page.via}}{{/page.via}}">{{t:ads.join_to_answer}}</a></p>
{{/viewer.member}}
{{#ad.published}}
{{>parts/ad_comments}}
{{/ad.published}}
{{#page.has_reports}}
<section aria-labelledby="reports">
  <h2 id="reports">{{t:ads.reports}}</h2>
  <ul class="rows">
    {{#reports}}
    <li class="row"><p>{{>parts/ad_report}}{{#note}} — {{note}}{{/note}}</p>
    <p class="quiet">{{#members[member]}}{{>parts/who}}{{/members[member]}} · {{time:created}}</p></li>
    {{/reports}}
  </ul>
  {{>parts/ad_act act=answer-reports label=ads.let_stand look=second}}
</section>
{{/page.has_reports}}
{{#viewer.own}}
{{>parts/ad_history}}
{{/viewer.own}}
{{^viewer.own}}
{{#viewer.moderates}}
{{>parts/ad_history}}
{{/viewer.moderates}}
{{/viewer.own}}
