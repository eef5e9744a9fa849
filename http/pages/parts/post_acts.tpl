{{#state=shown}}
<div class="acts">
  {{#may.react}}
  <form method="post" action="{{thread.posts_address}}/{{id}}/{{#thanked}}unlike{{/thanked}}{{^thanked}}like{{/thanked}}">
    {{>parts/csrf}}
    <button class="act" aria-pressed="{{#thanked}}true{{/thanked}}{{^thanked}}false{{/thanked}}" title="{{#thanked}}{{t:forum.take_thanks_back}}{{/thanked}}{{^thanked}}{{t:forum.thank}}{{/thanked}}">{{t:forum.thanks count=score}}</button>
  </form>
  {{/may.react}}
  {{^may.react}}
  <span class="score">{{t:forum.score count=score}}</span>
  {{/may.react}}
  {{#may.accept}}
  <form method="post" action="{{thread.posts_address}}/{{id}}/accept">
    {{>parts/csrf}}
    <button class="act">{{t:forum.accept}}</button>
  </form>
  {{/may.accept}}
  {{#may.edit}}
  <a class="act" href="{{thread.posts_address}}/{{id}}/edit">{{t:forum.edit}}</a>
  {{/may.edit}}
  {{#may.comment}}
  <details class="comment-form"{{#open}} open{{/open}}>
    <summary class="act">{{t:forum.comment}}</summary>
    <form method="post" action="{{thread.posts_address}}">
      {{>parts/csrf}}
      <input type="hidden" name="key" value="{{page.key}}-{{id}}">
      <input type="hidden" name="parent" value="{{id}}">
      <label for="comment-{{ordinal}}">{{t:forum.your_comment}}</label>
      {{#fault}}
      <span class="fault">{{fault}}</span>
      {{/fault}}
      <textarea id="comment-{{ordinal}}" name="body" rows="3" required>
{{lines:typed}}</textarea>
      <button>{{t:forum.publish_comment}}</button>
    </form>
  </details>
  {{/may.comment}}
</div>
{{/state=shown}}
