<p>{{t:mails.alert.text title=ad.title}}</p>
<p><a href="{{link}}">{{t:mails.alert.see}}</a></p>
<p><a href="{{searches}}">{{t:mails.alert.searches}}</a></p>
