{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.registered.text}}</p>
<p><a href="{{sign_in}}">{{t:mails.registered.sign_in}}</a></p>
<p><a href="{{forgot}}">{{t:mails.registered.forgot}}</a></p>
<p>{{t:mails.not_you}}</p>
