<h1>{{t:notices.settings}}</h1>
<p>{{t:notices.settings_hint}}</p>
{{>parts/problem}}
<form method="post" action="/c/{{community.slug}}/notices/settings">
  {{>parts/csrf}}
  {{#groups}}
  <fieldset>
    <legend>{{#kind=reply}}{{t:notices.of_reply}}{{/kind=reply}}{{#kind=mention}}{{t:notices.of_mention}}{{/kind=mention}}{{#kind=accepted}}{{t:notices.of_accepted}}{{/kind=accepted}}{{#kind=thread}}{{t:notices.of_thread}}{{/kind=thread}}{{#kind=ad}}{{t:notices.of_ad}}{{/kind=ad}}{{#kind=message}}{{t:notices.of_message}}{{/kind=message}}{{#kind=alert}}{{t:notices.of_alert}}{{/kind=alert}}</legend>
    <label class="choice"><input type="checkbox" name="{{kind}}_shown" value="true"{{#shown}} checked{{/shown}}> <span>{{t:notices.shown}}</span></label>
    {{#mails}}
    <label class="choice"><input type="radio" name="{{kind}}_mail" value="{{mail}}"{{#chosen}} checked{{/chosen}}> <span>{{#mail=now}}{{t:notices.now}}{{/mail=now}}{{#mail=daily}}{{t:notices.daily}}{{/mail=daily}}{{#mail=weekly}}{{t:notices.weekly}}{{/mail=weekly}}{{#mail=never}}{{t:notices.never}}{{/mail=never}}</span></label>
    {{/mails}}
  </fieldset>
  {{/groups}}
  <button>{{t:forum.save}}</button>
  <a href="/c/{{community.slug}}/notices">{{t:forum.leave_unchanged}}</a>
</form>
