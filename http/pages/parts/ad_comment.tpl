{{! What somebody wrote below an ad; `who`: its author, null where that is nobody's to know. }}
<article class="post" id="c{{id}}">
  <header class="by">
    <p class="author">{{#who}}{{>parts/author}}{{/who}}{{#anonymous}}{{t:ads.hidden_name}}{{/anonymous}}{{#advertiser}} · {{t:ads.advertiser}}{{/advertiser}}</p>
    <p class="when">{{time:created}}</p>
  </header>
  {{#state=shown}}
  <div class="prose">
{{html:body_html}}
  </div>
  {{/state=shown}}
  {{#state=erased}}
  <p class="quiet">{{t:messages.erased}}</p>
  {{/state=erased}}
  {{#may_remove}}
  <details class="comment-form">
    <summary class="act risky">{{t:forum.remove}}</summary>
    <form method="post" action="{{ad.address}}/comments/{{id}}/remove">
      {{>parts/csrf}}
      {{>parts/confirm means=ads.remove_comment_means label=ads.do_remove_comment}}
    </form>
  </details>
  {{/may_remove}}
</article>
