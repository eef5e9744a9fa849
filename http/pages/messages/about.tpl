{{#ad.title}}{{ad.title}}{{/ad.title}}{{^ad.title}}{{t:messages.ad_gone}}{{/ad.title}}
