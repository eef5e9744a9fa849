{{#conversation}}
<h1>{{>messages/about}}</h1>
<p class="quiet">{{t:messages.with}} {{>messages/with}}{{#ad.address}} · <a href="{{ad.address}}">{{t:messages.see_ad}}</a>{{/ad.address}}</p>
{{/conversation}}
<p class="quiet">{{t:messages.private}}</p>
{{#page.earlier}}
<p><a href="{{page.earlier}}" rel="prev">{{t:messages.earlier}}</a></p>
{{/page.earlier}}
{{#messages}}
<article class="post" id="m{{ordinal}}">
  <header class="by">
    <p class="author">{{#mine}}{{t:messages.you}}{{/mine}}{{^mine}}{{#conversation}}{{>messages/with}}{{/conversation}}{{/mine}}</p>
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
  {{#reportable}}
  <details class="comment-form">
    <summary class="act risky">{{t:messages.report}}</summary>
    <form method="post" action="/c/{{community.slug}}/conversations/{{conversation.id}}/report">
      {{>parts/csrf}}
      <input type="hidden" name="message" value="{{id}}">
      <p>{{t:messages.report_means}}</p>
      <p class="field">
        <label for="reason-{{ordinal}}">{{t:messages.reason}}</label>
        <select id="reason-{{ordinal}}" name="reason">
          {{#reasons}}
          <option value="{{.}}">{{>messages/reason}}</option>
          {{/reasons}}
        </select>
      </p>
      <p class="field">
        <label for="note-{{ordinal}}">{{t:messages.note}}</label>
        <textarea id="note-{{ordinal}}" name="note" rows="2"></textarea>
      </p>
      {{>parts/button look=risky label=messages.do_report}}
    </form>
  </details>
  {{/reportable}}
</article>
{{/messages}}
{{#page.unread}}
<form method="post" action="/c/{{community.slug}}/conversations/{{conversation.id}}/read">
  {{>parts/csrf}}
  <input type="hidden" name="ordinal" value="{{conversation.messages}}">
  <button class="act">{{t:messages.mark_read}}</button>
</form>
{{/page.unread}}
<section class="reply" id="write" aria-labelledby="write-title">
  <h2 id="write-title">{{t:messages.answer}}</h2>
  {{#conversation.blocks}}
  <p>{{t:messages.you_block}}</p>
  <form method="post" action="/c/{{community.slug}}/conversations/{{conversation.id}}/unblock">
    {{>parts/csrf}}
    {{>parts/button look=second label=messages.unblock}}
  </form>
  {{/conversation.blocks}}
  {{^conversation.blocks}}
  {{>parts/problem}}
  <form method="post" action="/c/{{community.slug}}/conversations/{{conversation.id}}#write">
    {{>parts/csrf}}
    <input type="hidden" name="idempotency_key" value="{{page.key}}">
    {{>parts/text_field label=messages.your_message rows=6}}
    <button>{{t:messages.send}}</button>
  </form>
  <details class="comment-form">
    <summary class="act risky">{{t:messages.block}}</summary>
    <form method="post" action="/c/{{community.slug}}/conversations/{{conversation.id}}/block">
      {{>parts/csrf}}
      {{>parts/confirm means=messages.block_means label=messages.do_block}}
    </form>
  </details>
  {{/conversation.blocks}}
</section>
<p><a href="/c/{{community.slug}}/conversations">{{t:messages.conversations}}</a></p>
