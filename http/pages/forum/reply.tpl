<section class="reply" id="reply" aria-labelledby="reply-title">
  <h2 id="reply-title">{{t:forum.reply}}</h2>
  {{#viewer.may.reply}}
  {{>parts/problem}}
  <form method="post" enctype="multipart/form-data" action="/c/{{community.slug}}/t/{{thread.id}}">
    {{>parts/csrf}}
    <input type="hidden" name="page" value="{{page.number}}">
    <input type="hidden" name="idempotency_key" value="{{page.key}}">
    {{>parts/text_field label=forum.your_reply rows=8}}
    {{>parts/attach}}
    <button>{{t:forum.publish_reply}}</button>
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
  <p><a class="button" href="/c/{{community.slug}}/join">{{t:members.join}}</a></p>
  {{/viewer.signed_in}}
  {{/thread.locked}}
  {{/viewer.may.reply}}
</section>
