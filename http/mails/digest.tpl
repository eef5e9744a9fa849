<p>{{t:mails.digest.text}}</p>
<ul>
{{#lines}}
<li>{{#kind=reply}}{{t:mails.digest.reply}}{{/kind=reply}}{{#kind=mention}}{{t:mails.digest.mention}}{{/kind=mention}}{{#kind=accepted}}{{t:mails.digest.accepted}}{{/kind=accepted}}{{#kind=thread}}{{t:mails.digest.thread}}{{/kind=thread}}{{#kind=ad}}{{t:mails.digest.ad}}{{/kind=ad}}{{#kind=message}}{{t:mails.digest.message}}{{/kind=message}}{{#kind=alert}}{{t:mails.digest.alert}}{{/kind=alert}} <a href="{{link}}">{{title}}</a></li>
{{/lines}}
</ul>
{{#more}}
<p>{{t:mails.digest.more}}</p>
{{/more}}
<p><a href="{{link}}">{{t:notices.notices}}</a></p>
