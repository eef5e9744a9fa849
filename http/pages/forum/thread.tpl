<header class="thread">
  <p class="quiet">
    {{#thread}}{{>parts/kind}}{{/thread}}
    {{#thread.spaces}}{{#space_of[.]}} · <a href="/c/{{community.slug}}/s/{{slug}}">{{name}}</a>{{/space_of[.]}}{{/thread.spaces}}
    {{#thread.locked}}· <strong>{{t:forum.locked}}</strong>{{/thread.locked}}
  </p>
  <h1>{{#thread.title}}<span lang="{{community.language}}">{{thread.title}}</span>{{/thread.title}}{{^thread.title}}{{t:forum.thread_absent}}{{/thread.title}}</h1>
  {{#thread.has_tags}}
  <ul class="tags" aria-label="{{t:forum.tags}}">{{#thread.tags}}<li>{{.}}</li>{{/thread.tags}}</ul>
  {{/thread.has_tags}}
  {{>forum/thread_acts}}
  {{#page.unread}}
  <div class="acts">
    <a class="act" href="{{place}}">{{t:forum.to_first_unread}}</a>
    <form method="post" action="/c/{{community.slug}}/read/{{thread.id}}">
      {{>parts/csrf}}
      <input type="hidden" name="thread" value="{{thread.id}}">
      <input type="hidden" name="ordinal" value="{{page.last}}">
      <button class="act">{{t:forum.mark_read}}</button>
    </form>
  </div>
  {{/page.unread}}
</header>
{{#question}}
{{>parts/post}}
{{/question}}
{{#accepted_post}}
<section class="accepted" aria-labelledby="accepted">
  <h2 id="accepted" class="good">{{t:forum.accepted_answer}}</h2>
  <div class="by">
    {{#members[author]}}{{>parts/avatar}}{{/members[author]}}
    <p class="author">{{#members[author]}}{{>parts/author}}{{/members[author]}}</p>
    <p class="when">{{time:created}}</p>
  </div>
  {{>parts/post_text}}
  <p><a href="{{address}}">{{t:forum.at_its_place number=ordinal}}</a></p>
</section>
{{/accepted_post}}
<section aria-labelledby="answers">
  <h2 id="answers">{{t:forum.answers count=thread.answers}}</h2>
  {{#page.has_posts}}
  <p class="quiet">{{t:forum.posts_sorted}}</p>
  {{/page.has_posts}}
  {{#posts}}
  {{>parts/post}}
  {{/posts}}
  {{>parts/replies}}
  {{>parts/pager}}
</section>
{{>forum/reply}}
