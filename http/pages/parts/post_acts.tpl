{{#state=shown}}
<div class="acts">
  {{#may.react}}
  <form method="post" action="/c/{{community.slug}}/{{#thanked}}unlike{{/thanked}}{{^thanked}}like{{/thanked}}/{{id}}">
    {{>parts/csrf}}
    {{>parts/place}}
    <button class="act" aria-pressed="{{#thanked}}true{{/thanked}}{{^thanked}}false{{/thanked}}" title="{{#thanked}}{{t:forum.take_thanks_back}}{{/thanked}}{{^thanked}}{{t:forum.thank}}{{/thanked}}">{{#community.dislikes}}{{t:forum.thanks_points count=score}}{{/community.dislikes}}{{^community.dislikes}}{{t:forum.thanks count=score}}{{/community.dislikes}}</button>
  </form>
  {{/may.react}}
  {{^may.react}}
  <span class="score">{{#community.dislikes}}{{t:forum.points count=score}}{{/community.dislikes}}{{^community.dislikes}}{{t:forum.score count=score}}{{/community.dislikes}}</span>
  {{/may.react}}
  {{#may.accept}}
  {{>parts/accept act=accept label=forum.accept}}
  {{/may.accept}}
  {{#may.withdraw}}
  {{>parts/accept act=withdraw label=forum.withdraw}}
  {{/may.withdraw}}
  {{#may.comment}}
  <a class="act" href="?page={{page.number}}&amp;quote={{id}}#reply">{{t:forum.quote}}</a>
  {{/may.comment}}
  {{#may.edit}}
  <a class="act" href="/c/{{community.slug}}/edit/{{id}}">{{t:forum.edit}}</a>
  {{/may.edit}}
  {{#may.remove}}
  <details class="comment-form">
    <summary class="act risky">{{t:forum.remove}}</summary>
    <form method="post" action="/c/{{community.slug}}/remove/{{id}}">
      {{>parts/csrf}}
      {{>parts/place}}
      {{>parts/confirm means=forum.remove_means label=forum.do_remove}}
    </form>
  </details>
  {{/may.remove}}
  {{#may.comment}}
  <details class="comment-form"{{#open}} open{{/open}}>
    <summary class="act">{{t:forum.comment}}</summary>
    <form method="post" action="/c/{{community.slug}}/t/{{thread.id}}">
      {{>parts/csrf}}
      <input type="hidden" name="page" value="{{page.number}}">
      <input type="hidden" name="idempotency_key" value="{{#key}}{{key}}{{/key}}{{^key}}{{page.key}}-{{id}}{{/key}}">
      <input type="hidden" name="parent" value="{{id}}">
      <label for="comment-{{ordinal}}">{{t:forum.your_comment}}</label>
      {{#fault}}
      <span class="fault" role="alert">{{fault}}</span>
      {{/fault}}
      {{#viewer.has_organisations}}
      <label for="comment-{{ordinal}}-organisation">{{t:organisations.in_the_name}}</label>
      <select id="comment-{{ordinal}}-organisation" name="organisation">
        <option value="">{{t:organisations.my_own}}</option>
        {{#viewer.speaks_for}}
        <option value="{{id}}">{{name}}</option>
        {{/viewer.speaks_for}}
      </select>
      {{/viewer.has_organisations}}
      <textarea id="comment-{{ordinal}}" name="body" rows="3" required{{#fault}} aria-invalid="true"{{/fault}}>
{{lines:typed}}</textarea>
      <button>{{t:forum.publish_comment}}</button>
    </form>
  </details>
  {{/may.comment}}
</div>
{{/state=shown}}
