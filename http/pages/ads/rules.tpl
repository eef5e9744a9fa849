<h1>{{t:ads.rules}}</h1>
{{>parts/problem}}
<form method="post" action="/c/{{community.slug}}/ads/rules">
  {{>parts/csrf}}
  <label class="choice"><input type="checkbox" name="moderated" value="true"{{#form.moderated}} checked{{/form.moderated}}> <span>{{t:ads.moderated}} <span class="quiet">{{t:ads.moderated_hint}}</span></span></label>
  <label class="choice"><input type="checkbox" name="open" value="true"{{#form.open}} checked{{/form.open}}> <span>{{t:ads.open}} <span class="quiet">{{t:ads.open_hint}}</span></span></label>
  <button>{{t:forum.save}}</button>
  <a href="/c/{{community.slug}}/ads">{{t:forum.leave_unchanged}}</a>
</form>
