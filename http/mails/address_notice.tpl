{{#name}}<p>{{t:mails.hello name=name}}</p>
{{/name}}
<p>{{t:mails.address_notice.text}}</p>
<p>{{t:mails.address_notice.not_you}} <a href="{{forgot}}">{{t:mails.address_notice.link}}</a></p>
