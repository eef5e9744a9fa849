{{#viewer.member}}
<div class="share" id="share">
{{#page.share}}
<p class="field">
  <label for="share-link">{{t:invitations.link}}</label>
  <span class="hint" id="share-hint">{{t:invitations.link_hint}}</span>
  <input id="share-link" type="url" value="{{page.share}}" readonly aria-describedby="share-hint">
</p>
{{/page.share}}
{{^page.share}}
<form method="post" action="{{#ad}}{{address}}/share{{/ad}}{{^ad}}/c/{{community.slug}}/share{{#thread}}/{{id}}{{/thread}}{{/ad}}">
  {{>parts/csrf}}
  <button class="act">{{t:invitations.share}}</button>
</form>
{{/page.share}}
</div>
{{/viewer.member}}
