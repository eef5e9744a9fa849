{{! For developers, in English: headings are names of parts. What stands in the parts is of the catalogues. }}
<h1 lang="en">Parts</h1>
<p class="quiet" lang="en">Every part of the pages in each of its states, with what is long, odd or missing.</p>

<section aria-labelledby="dev-button">
  <h2 id="dev-button" lang="en">button</h2>
  <div class="buttons">
    {{>parts/button look=first label=forum.publish}}
    {{>parts/button look=second label=forum.save}}
    {{>parts/button look=risky label=forum.do_remove}}
    <button class="button first" disabled>{{t:forum.publish}}</button>
    <a href="/dev/ui">{{t:forum.leave_unchanged}}</a>
  </div>
  <div class="acts">
    <button class="act">{{t:forum.edit}}</button>
    <button class="act" aria-pressed="true">{{t:forum.follow}}</button>
    <button class="act" aria-pressed="false">{{t:forum.pin}}</button>
    <button class="act risky">{{t:forum.remove}}</button>
    <button class="link">{{t:accounts.sign_out}}</button>
  </div>
</section>

<section aria-labelledby="dev-field">
  <h2 id="dev-field" lang="en">field</h2>
  <form method="get" action="/dev/ui">
    {{#state.filled}}
    {{>parts/field name=email label=accounts.email type=email autocomplete=off}}
    {{/state.filled}}
    {{#state.empty}}
    {{>parts/field_with_hint name=password label=accounts.password hint=accounts.password_hint type=password autocomplete=off}}
    {{/state.empty}}
    {{#state.refused}}
    {{>parts/field name=name label=accounts.name type=text autocomplete=off}}
    {{>parts/field_with_hint name=title label=forum.title hint=forum.title_hint type=text autocomplete=off}}
    {{/state.refused}}
    <fieldset>
      <legend>{{t:forum.kind.legend}}</legend>
      {{>parts/kind_choice kind=question}}
      {{>parts/kind_choice kind=advice}}
    </fieldset>
    <fieldset>
      <legend>{{t:forum.in_spaces}}</legend>
      <span class="hint">{{t:forum.in_spaces_hint}}</span>
      {{#threads}}
      {{#title}}
      <label class="choice"><input type="checkbox" name="chosen" value="{{id}}"{{#pinned}} checked{{/pinned}}> <span>{{title}}</span></label>
      {{/title}}
      {{/threads}}
    </fieldset>
    {{>parts/button look=first label=forum.save}}
  </form>
</section>

<section aria-labelledby="dev-select">
  <h2 id="dev-select" lang="en">select</h2>
  <form method="get" action="/dev/ui">
    {{#state.filled}}
    {{>parts/choice name=status label=members.status}}
    {{/state.filled}}
    {{#state.refused}}
    {{>parts/choice name=departement label=members.departement}}
    {{/state.refused}}
  </form>
</section>

<section aria-labelledby="dev-composer">
  <h2 id="dev-composer" lang="en">composer, upload: its preview, refused; taken, refused, to choose, on its way</h2>
  {{#state.composed}}
  {{>parts/preview}}
  <form method="get" action="/dev/ui">
    {{>parts/composer label=forum.your_text rows=6}}
    <p class="sending"><progress max="100" value="40" aria-label="{{t:script.loading}}"></progress> <span>{{t:script.loading}}</span></p>
    {{>parts/button look=first label=forum.publish_reply}}
    {{>parts/preview_button}}
  </form>
  {{/state.composed}}
</section>

<section aria-labelledby="dev-confirm">
  <h2 id="dev-confirm" lang="en">confirm, undo</h2>
  <form method="get" action="/dev/ui">
    {{>parts/confirm means=forum.remove_means label=forum.do_remove}}
  </form>
  {{>parts/toast says=layout.done}}
  {{>parts/undo says=layout.done}}
</section>

<section aria-labelledby="dev-menu">
  <h2 id="dev-menu" lang="en">menu, dialog</h2>
  <div class="buttons">
    <details class="menu start">
      <summary>{{t:forum.sorted_by}}</summary>
      <ul>
        <li><a href="?sort=activity">{{t:forum.sort.activity}}</a></li>
        <li><a href="?sort=newest">{{t:forum.sort.newest}}</a></li>
      </ul>
    </details>
    <button class="button second" popovertarget="dev-dialog-box">{{t:forum.move}}</button>
  </div>
  <div class="dialog" id="dev-dialog-box" popover role="dialog" aria-labelledby="dev-dialog-title">
    <h3 id="dev-dialog-title">{{t:forum.do_move}}</h3>
    <p>{{t:forum.in_spaces_hint}}</p>
    <div class="buttons">
      {{>parts/button look=first label=forum.do_move}}
      <button class="button second" popovertarget="dev-dialog-box" popovertargetaction="hide">{{t:layout.close}}</button>
    </div>
  </div>
</section>

<section aria-labelledby="dev-tabs">
  <h2 id="dev-tabs" lang="en">tabs, sorts</h2>
  <nav class="tabs" aria-labelledby="dev-tabs">
    <ul>
      {{>parts/tab name=all to=ads label=ads.list.all}}
      {{>parts/tab name=mine to=ads/mine label=ads.list.mine}}
      {{>parts/tab name=kept to=ads/favourites label=ads.list.kept}}
    </ul>
  </nav>
  {{>parts/sorts}}
</section>

<section aria-labelledby="dev-row">
  <h2 id="dev-row" lang="en">row</h2>
  <ol class="rows">
    {{#threads}}
    {{>parts/thread_row}}
    {{/threads}}
  </ol>
</section>

<section aria-labelledby="dev-pager">
  <h2 id="dev-pager" lang="en">pager</h2>
  {{#state.first}}{{>parts/pager}}{{/state.first}}
  {{#state.middle}}{{>parts/pager}}{{/state.middle}}
  {{#state.last}}{{>parts/pager}}{{/state.last}}
</section>

<section aria-labelledby="dev-mark">
  <h2 id="dev-mark" lang="en">avatar, badge, facts</h2>
  <div class="buttons">
    {{#members.ada}}{{>parts/avatar}} <span>{{name}}</span>{{/members.ada}}
    {{#members.elodie}}{{>parts/avatar}} <span>{{name}}</span>{{/members.elodie}}
    {{#members.left}}{{>parts/avatar}} <span>{{>parts/who}}</span>{{/members.left}}
    {{>parts/badge look=plain label=members.roles.manager}}
    {{>parts/badge look=good label=forum.accepted_answer}}
    {{>parts/badge look=caution label=spaces.demo}}
  </div>
  <dl class="facts">
    {{#members.ada}}
    <div><dt>{{t:members.trade}}</dt><dd>{{code:trade}}</dd></div>
    <div><dt>{{t:members.departement}}</dt><dd>{{code:departement}}</dd></div>
    {{/members.ada}}
  </dl>
</section>

<section aria-labelledby="dev-state">
  <h2 id="dev-state" lang="en">empty, error, sign-in needed, loading, offline</h2>
  {{>parts/empty says=forum.no_threads to=thread.address label=forum.open_thread}}
  {{>parts/empty says=spaces.no_communities to=page.nowhere label=forum.open_thread}}
  {{#state.refused}}{{>parts/problem}}{{/state.refused}}
  {{#state.unavailable}}{{>parts/problem}}{{/state.unavailable}}
  {{>parts/retry}}
  {{>parts/sign_in_to act=forum.sign_in_to_reply}}
  {{>parts/loading}}
  {{>parts/offline}}
</section>

<section aria-labelledby="dev-post">
  <h2 id="dev-post" lang="en">post</h2>
  {{#posts}}
  {{>parts/post}}
  {{/posts}}
</section>
