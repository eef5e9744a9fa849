<section class="reply" id="reply" aria-labelledby="reply-title">
  <h2 id="reply-title">{{t:forum.reply}}</h2>
  {{#viewer.may.reply}}
  {{>parts/problem}}
  {{>parts/preview}}
  <form method="post" enctype="multipart/form-data" action="/c/{{community.slug}}/t/{{thread.id}}#reply">
    {{>parts/csrf}}
    {{#quoting}}
    <p class="quoting">{{t:forum.quoting number=ordinal}} <a href="?page={{page.number}}#reply">{{t:forum.quote_nothing}}</a></p>
    <input type="hidden" name="quote" value="{{value}}">
    {{/quoting}}
    <input type="hidden" name="page" value="{{page.number}}">
    <input type="hidden" name="idempotency_key" value="{{page.key}}">
    {{>parts/speaks_for}}
    {{>parts/composer label=forum.your_reply rows=8}}
    <button>{{t:forum.publish_reply}}</button>
    {{>parts/preview_button}}
  </form>
  {{/viewer.may.reply}}
  {{^viewer.may.reply}}
  {{#thread.locked}}
  <p>{{t:forum.locked_why}}</p>
  {{/thread.locked}}
  {{^thread.locked}}
  {{^viewer.signed_in}}
  {{>parts/sign_in_to act=forum.sign_in_to_reply}}
  {{/viewer.signed_in}}
  {{#viewer.signed_in}}
  <p>{{t:forum.join_to_reply}}</p>
  <p><a class="button" href="/c/{{community.slug}}/join{{#page.via}}?via={{page.via}}{{/page.via}}">{{t:members.join}}</a></p>
  {{/viewer.signed_in}}
  {{/thread.locked}}
  {{/viewer.may.reply}}
</section>
