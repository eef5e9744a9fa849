<h1>{{t:accounts.account}}</h1>
{{>parts/problem}}
{{#account}}
<dl class="facts">
  {{#name}}
  <div><dt>{{t:accounts.name}}</dt><dd>{{name}}</dd></div>
  {{/name}}
  {{#email}}
  <div><dt>{{t:accounts.email}}</dt><dd>{{email}}</dd></div>
  {{/email}}
  <div><dt>{{t:accounts.since}}</dt><dd>{{date:registered}}</dd></div>
</dl>
{{^confirmed}}
<h2>{{t:accounts.confirm}}</h2>
<p>{{t:accounts.unconfirmed_why}}</p>
{{>parts/send_again}}
{{/confirmed}}
{{^terms_accepted}}
<p>{{t:accounts.terms_why}} <a href="/account/terms?next=/account">{{t:accounts.read_terms}}</a></p>
{{/terms_accepted}}
<h2>{{t:accounts.language}}</h2>
<form method="post" action="/account/language">
  {{>parts/csrf}}
  <p class="field">
    <label for="language">{{t:accounts.language_of}}</label>
    <span class="hint" id="language-hint">{{t:accounts.language_hint}}</span>
    {{#problem.fields.language}}
    <span class="fault" id="language-fault">{{problem.fields.language}}</span>
    {{/problem.fields.language}}
    <select id="language" name="language" aria-describedby="language-hint{{#problem.fields.language}} language-fault{{/problem.fields.language}}"{{#problem.fields.language}} aria-invalid="true"{{/problem.fields.language}}>
      <option value="fr" lang="fr"{{#language=fr}} selected{{/language=fr}}>{{t:accounts.languages.fr}}</option>
      <option value="en" lang="en"{{#language=en}} selected{{/language=en}}>{{t:accounts.languages.en}}</option>
    </select>
  </p>
  <button class="second">{{t:accounts.do_choose_language}}</button>
</form>
{{/account}}
<h2>{{t:accounts.signing_in}}</h2>
<ul class="places">
  <li><a href="/account/address">{{t:accounts.change_address}}</a></li>
  <li><a href="/account/password">{{t:accounts.change_password}}</a></li>
</ul>
<h2>{{t:accounts.devices}}</h2>
<ul class="rows">
  {{#book.sessions}}
  <li class="row">
    <strong>{{#device}}{{device}}{{/device}}{{^device}}{{t:accounts.unknown_device}}{{/device}}</strong>
    <p class="quiet">{{t:accounts.signed_in_since}} {{date:since}} · {{t:accounts.last_seen}} {{date:last_day}}{{#current}} · {{t:accounts.this_device}}{{/current}}</p>
    {{^current}}
    <form method="post" action="/account/sign-out-there/{{id}}">
      {{>parts/csrf}}
      <button class="button second" aria-label="{{t:accounts.sign_out_there}} {{#device}}{{device}}{{/device}}{{^device}}{{t:accounts.unknown_device}}{{/device}}">{{t:accounts.sign_out_there}}</button>
    </form>
    {{/current}}
  </li>
  {{/book.sessions}}
</ul>
{{#book}}
<p class="quiet">{{t:accounts.seen_since}} {{date:since}}</p>
{{/book}}
<p>{{t:accounts.everywhere_why}}</p>
<form method="post" action="/account/sign-out-everywhere">
  {{>parts/csrf}}
  <button class="second">{{t:accounts.sign_out_everywhere}}</button>
</form>
<h2>{{t:accounts.going}}</h2>
<p><a href="/account/erasure">{{t:accounts.erase}}</a></p>
