{{! Départements as tiles; those with something in them are links. The list beside says the same in words. }}
<svg class="map" viewBox="0 0 {{width}} {{height}}" role="group" aria-label="{{t:search.map}}">
{{#tiles}}
{{#address}}<a href="{{address}}"{{#here}} aria-current="true"{{/here}} aria-label="{{name}} ({{number:count}})">{{/address}}<rect x="{{x}}" y="{{y}}" width="46" height="46" rx="4"></rect><text x="{{middle}}" y="{{line}}">{{code}}</text>{{#address}}</a>{{/address}}
{{/tiles}}
</svg>
