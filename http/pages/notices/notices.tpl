<h1>{{t:notices.notices}}</h1>
{{#mail_bounces}}
<section class="problem" aria-labelledby="bounces">
  <h2 id="bounces">{{t:notices.bounces}}</h2>
  <p>{{t:notices.bounces_why}}</p>
  <form method="post" action="/mails">
    {{>parts/csrf}}
    <input type="hidden" name="next" value="/c/{{community.slug}}/notices">
    <button>{{t:notices.restore}}</button>
  </form>
</section>
{{/mail_bounces}}
{{#unread}}
<form method="post" action="/c/{{community.slug}}/notices">
  {{>parts/csrf}}
  <input type="hidden" name="up_to" value="{{up_to}}">
  <p class="buttons"><span>{{#more_unread}}{{t:notices.more_unread count=unread}}{{/more_unread}}{{^more_unread}}{{t:notices.unread count=unread}}{{/more_unread}}</span>
  <button class="button second">{{t:notices.mark_read}}</button></p>
</form>
{{/unread}}
{{#has_notices}}
<p class="quiet">{{t:notices.sorted}}</p>
<ul class="rows">
  {{#notices}}
  <li class="row{{^unread}} read{{/unread}}">
    <p>{{#unread}}<strong>{{t:notices.new}}</strong> {{/unread}}{{#members[actor]}}{{>parts/who}}{{/members[actor]}}
    {{#kind=message}}{{#actor}}{{t:notices.message}}{{/actor}}{{^actor}}{{t:notices.message_unnamed}}{{/actor}}{{/kind=message}}{{#kind=alert}}{{t:notices.alert}}{{/kind=alert}}
    {{#ad}}
    {{#turn=approved}}{{t:notices.ad_approved}}{{/turn=approved}}{{#turn=refused}}{{t:notices.ad_refused}}{{/turn=refused}}{{#turn=expiring}}{{t:notices.ad_expiring}}{{/turn=expiring}}{{#turn=expired}}{{t:notices.ad_expired}}{{/turn=expired}}{{#turn=removed}}{{t:notices.ad_removed}}{{/turn=removed}}{{#turn=commented}}{{t:notices.ad_commented}}{{/turn=commented}}
    {{#title}}
    <a href="{{address}}">{{title}}</a>
    {{/title}}
    {{#gone}}
    <a href="{{address}}">{{t:messages.ad_gone}}</a>
    {{/gone}}
    {{/ad}}
    {{#kind=reply}}{{t:notices.reply}}{{/kind=reply}}{{#kind=mention}}{{t:notices.mention}}{{/kind=mention}}{{#kind=accepted}}{{t:notices.accepted}}{{/kind=accepted}}{{#kind=thread}}{{t:notices.thread}}{{/kind=thread}}
    {{#thread}}
    <a href="{{address}}">{{title}}</a>
    {{/thread}}
    <span class="quiet">{{time:created}}</span></p>
  </li>
  {{/notices}}
</ul>
{{/has_notices}}
{{^has_notices}}
<p>{{t:notices.none}}</p>
{{/has_notices}}
{{#next}}
<p><a href="/c/{{community.slug}}/notices?cursor={{next}}" rel="next">{{t:notices.older}}</a></p>
{{/next}}
<p><a href="/c/{{community.slug}}/notices/settings">{{t:notices.settings}}</a></p>
