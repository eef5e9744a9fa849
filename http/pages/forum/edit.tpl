<h1>{{t:forum.edit_post}}</h1>
<p class="quiet"><a href="{{thread.address}}">{{thread.title}}</a></p>
{{>parts/problem}}
{{>parts/preview}}
<form method="post" enctype="multipart/form-data" action="/c/{{community.slug}}/edit/{{post.id}}">
  {{>parts/csrf}}
  <input type="hidden" name="version" value="{{post.version}}">
  <input type="hidden" name="thread" value="{{thread.id}}">
  <input type="hidden" name="at" value="{{post.ordinal}}">
  {{#post.opening}}
  {{>parts/field_with_hint name=title label=forum.title hint=forum.title_hint type=text autocomplete=off}}
  {{/post.opening}}
  {{>parts/composer label=forum.your_text rows=12}}
  <button>{{t:forum.save}}</button>
  {{>parts/preview_button}}
  <a href="{{thread.address}}">{{t:forum.leave_unchanged}}</a>
</form>
{{#stored_html}}
<section aria-labelledby="stored">
  <h2 id="stored">{{t:forum.stored}}</h2>
  <div class="prose">
{{html:stored_html}}
  </div>
</section>
{{/stored_html}}
