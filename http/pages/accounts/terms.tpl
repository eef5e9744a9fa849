<h1>{{t:accounts.terms}}</h1>
<p>{{t:accounts.terms_why}}</p>
{{>parts/problem}}
<div class="prose" lang="{{terms.language}}">
{{html:terms.text_html}}
</div>
<form method="post" action="/account/terms">
  {{>parts/csrf}}
  <input type="hidden" name="next" value="{{form.next}}">
  <input type="hidden" name="version" value="{{terms.version}}">
  <button>{{t:accounts.do_accept}}</button>
</form>
