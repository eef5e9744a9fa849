{{#ad}}
<p>{{#turn=approved}}{{t:mails.ad.is_approved title=title}}{{/turn=approved}}{{#turn=refused}}{{t:mails.ad.is_refused title=title}}{{/turn=refused}}{{#turn=expiring}}{{t:mails.ad.is_expiring title=title}}{{/turn=expiring}}{{#turn=expired}}{{t:mails.ad.is_expired title=title}}{{/turn=expired}}{{#turn=removed}}{{t:mails.ad.is_removed}}{{/turn=removed}}{{#turn=commented}}{{t:mails.ad.is_commented title=title}}{{/turn=commented}}</p>
{{/ad}}
<p><a href="{{link}}">{{t:mails.ad.see}}</a></p>
